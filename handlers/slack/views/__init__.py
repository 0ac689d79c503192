"""Block Kit builders. Pure: same input, same dict, within Slack's limits whatever people typed."""
