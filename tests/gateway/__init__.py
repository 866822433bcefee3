"""Tests of bot/gateway/."""
