"""Actions -> messages for people, in their language. Neutral: nothing here knows Telegram."""
