"""Peer support: workplaces, recruitment, training, certificates, a pool. One folder a part."""
