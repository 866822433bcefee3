"""Tickets: what customers ask of people, and what people do with it."""
