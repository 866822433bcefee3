"""Tests of bot/desk/."""
