"""What leaves the suite: the ordered event log, the feed read from it, and mail to people.

Knows events by their envelope and, for mail, by the few fields a letter needs. Refuses to know how a registration
or an application is decided, and never writes to a service's own exchange.
"""
