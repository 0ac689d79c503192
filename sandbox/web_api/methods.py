"""The table of methods: what each needs, and which function answers it."""

from sandbox.web_api.calls import Method

METHODS: dict[str, Method] = {"auth.test": Method(lambda call: {})}
