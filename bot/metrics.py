"""What Prometheus may know: counts and durations, never who or what."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """One set per running Everloop, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.messages = Counter(
            "everloop_messages",
            "Attempts to bring a message in line, by kind of message and outcome.",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self.acknowledgements = Histogram(
            "everloop_acknowledgement_seconds",
            "From the arrival of a request of Slack's to its acknowledgement, by kind of request.",
            ["kind"],
            buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 3),
            registry=self.registry,
        )
        self.waiting = Gauge("everloop_outbox_waiting", "Messages not yet in line.", registry=self.registry)
        self.oldest = Gauge(
            "everloop_outbox_oldest_seconds",
            "Since when the oldest due message is due.",
            registry=self.registry,
        )
        self.connected = Gauge(
            "everloop_slack_connected", "1 while Slack can reach us.", registry=self.registry
        )

    def message_tried(self, kind: str, outcome: str) -> None:
        self.messages.labels(kind, outcome).inc()

    def acknowledged(self, kind: str, seconds: float) -> None:
        self.acknowledgements.labels(kind).observe(seconds)
