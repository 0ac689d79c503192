"""A local workspace that plays Slack to a real app: for trying it out in a browser, and for tests."""
