"""People and partners come, change and go: what is heard of them, and what learning does about it."""
