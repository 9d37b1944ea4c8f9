"""Who asks and what they may be told: replicas of partners, people, certificates and deals. Knows no asset."""
