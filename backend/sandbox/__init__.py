"""The sandbox's payment channels: an outside world with books, keys and a clock of its own (DESIGN, "Money")."""
