"""Kills: the real bot, ended with SIGKILL at any moment and at every await and statement.

    python -m tests.chaos --kills 10000 --seed 1       # or: make chaos KILLS=10000 SEED=1

The offline Telegram and the people on it live in this process, which takes no part in the dying.
The bot lives in processes of its own, forked from one that has imported everything, so that a life
costs some tens of milliseconds; now and then a fresh `python -m bot run` takes its place.
"""
