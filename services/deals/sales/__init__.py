"""The sales track after approval: stages, conversion, won, lost, reopened."""
