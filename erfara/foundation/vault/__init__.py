"""What is known about people, behind one door.

Every person has a data key of her own in a key store apart; what is known about her is sealed with
it and bound to her, the programme and its use. `open` is the only way to read: policy, a row in
her log, commit, decrypt. No plaintext is cached anywhere. See docs/adr/0003-vault.md.
"""

from erfara.foundation.crypto import keys
from erfara.foundation.vault.door import (
    amend,
    blobs_of,
    drop_blob,
    log_for,
    open,
    open_blobs,
    rename,
    store,
)
from erfara.foundation.vault.errors import Erased, InsideTransaction, KeyFileError, VaultError
from erfara.foundation.vault.handing import hand_over
from erfara.foundation.vault.index import (
    Taken,
    index_find,
    index_holders,
    index_put,
    mobile_holders,
    normalise,
)
from erfara.foundation.vault.likeness import alike, like_put
from erfara.foundation.vault.many import index_find_many, index_put_many, store_many
from erfara.foundation.vault.policy import purpose_label, purposes, register_purpose
from erfara.foundation.vault.public import (
    public_blobs,
    publish,
    read_public,
    register_public,
    unpublish,
)
from erfara.foundation.vault.reading import read_for_index
from erfara.foundation.vault.restored import (
    Gone,
    erased_in_data,
    erased_in_keys,
    fits,
    keks_in_use,
)
from erfara.foundation.vault.shield import shield, shield_mark, shielded, unshield
from erfara.foundation.vault.upkeep import (
    Swept,
    checkpoint,
    drop_retired,
    erase,
    is_erased,
    janitor,
    rotate,
)

__all__ = [
    "Erased",
    "Gone",
    "InsideTransaction",
    "KeyFileError",
    "Swept",
    "Taken",
    "VaultError",
    "alike",
    "amend",
    "blobs_of",
    "checkpoint",
    "drop_blob",
    "drop_retired",
    "erase",
    "erased_in_data",
    "erased_in_keys",
    "fits",
    "hand_over",
    "index_find",
    "index_find_many",
    "index_holders",
    "index_put",
    "index_put_many",
    "is_erased",
    "janitor",
    "keks_in_use",
    "keys",
    "like_put",
    "log_for",
    "mobile_holders",
    "normalise",
    "open",
    "open_blobs",
    "public_blobs",
    "publish",
    "purpose_label",
    "purposes",
    "read_for_index",
    "read_public",
    "register_public",
    "register_purpose",
    "rename",
    "rotate",
    "shield",
    "shield_mark",
    "shielded",
    "store",
    "store_many",
    "unpublish",
    "unshield",
]
