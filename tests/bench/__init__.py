"""The measurements themselves."""
