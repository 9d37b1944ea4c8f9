"""Files on their way in: streamed past the request into the store, and handed to the service that claims them.

Owns what was received and by whom; what a file means is its owner's business.
"""
