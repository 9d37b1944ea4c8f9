"""Identity: accounts, sessions, API tokens, invitations, roles and policies.
It refuses to know what an operation does.
"""
