"""Postbode: a helpdesk bot for mailbox set-up."""

__version__ = "0.1.0"
