"""Assets, their versions, who may see them, and who used them. Knows of partners only what their events say."""
