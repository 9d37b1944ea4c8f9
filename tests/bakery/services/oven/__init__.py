"""The oven: owns loaves and what happened to them; refuses to know who buys."""
