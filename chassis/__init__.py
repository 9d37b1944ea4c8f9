"""The mechanism every service shares: transport, transactions, events, time, telemetry.

It owns how a fact travels and refuses to know what it means. Rule of admission: could a bakery's software use this
file unchanged? If not, it belongs to a service (docs/adr/0001-chassis-admission-rule.md).

A service is a plain class that composes capabilities; run, relay, worker and the tests all read the same marks:

    class BakeryService(OrderEntrypoints):
        name = "bakery"
        jobs = (expire_orders,)
"""
