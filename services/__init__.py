"""The suite's services, one folder each. They share documents and the chassis, never code of their own."""
