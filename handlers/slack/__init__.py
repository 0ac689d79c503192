"""Slack: what comes in is turned into commands for the services, what they answer into blocks."""
