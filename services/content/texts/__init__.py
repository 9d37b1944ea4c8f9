"""The text inside the files of assets: read once by the worker, or marked with the reason why it cannot be."""
