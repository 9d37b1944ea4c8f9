"""The shop: owns its shelf, filled by what the oven tells; refuses to ask the oven."""
