"""The keys by which publishers sign links."""

from __future__ import annotations

from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

PublicKey = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey

_SHORTEST_RSA = 2048


def read_public_key(algorithm: str, file: Path) -> PublicKey:
    """The public key in a PEM file; ValueError with the mend where it is none for this algorithm."""
    try:
        key = load_pem_public_key(file.read_bytes())
    except OSError as error:
        raise ValueError(f"public_key_file cannot be read ({error.strerror}); check its path") from None
    except (ValueError, UnsupportedAlgorithm):
        raise ValueError(
            "public_key_file holds no public key in PEM; make one: openssl pkey -in KEY -pubout"
        ) from None
    if algorithm == "RS256" and isinstance(key, RSAPublicKey) and key.key_size >= _SHORTEST_RSA:
        return key
    if algorithm == "ES256" and isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    if algorithm == "EdDSA" and isinstance(key, Ed25519PublicKey):
        return key
    wanted = {"RS256": "RSA with 2048 bits or more", "ES256": "EC on P-256", "EdDSA": "Ed25519"}[algorithm]
    raise ValueError(f'public_key_file: algorithm = "{algorithm}" needs a key of {wanted}')
