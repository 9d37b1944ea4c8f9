"""Requirements: how many certified people a company needs, whether it has them, and until when."""
