"""The same conversation, as somebody would write it with each of the peers.

Each is run as `python PEER.py SCRIPT API FILE`: the messages, the root of the Bot API, and a file
in which the peer may keep what it likes.
"""
