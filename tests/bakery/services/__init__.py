"""The bakery's two services: the oven bakes, the shop sells what it heard was baked."""
