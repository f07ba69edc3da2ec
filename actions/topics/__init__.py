"""What can be talked about, one module per matter; importing them fills the registry."""
