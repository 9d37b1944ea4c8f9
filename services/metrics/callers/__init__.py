"""Who asks for numbers, and whose they may see."""
