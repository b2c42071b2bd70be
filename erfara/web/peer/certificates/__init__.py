"""Certificates: for the lead and the issuer, for their holder, and for anybody who checks one."""
