"""Discord at the wire, simulated: real HTTP and a real gateway on loopback, and people who act on it."""
