"""What goes into a file of numbers: its columns, and its rows a part at a time. Knows no file."""
