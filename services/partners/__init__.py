"""Partners: who sells for the vendor, since when, and through whom.

Owns organisations and their hierarchy, people, applications and program membership. Refuses to know about deals,
sign-in and mail: accounts are the gateway's, registrations are the deals service's, letters are written by outbound.
"""
