"""What `./prm` starts on this machine: private backing services and the processes beside them."""
