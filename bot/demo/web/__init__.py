"""The server behind the demo's page."""
