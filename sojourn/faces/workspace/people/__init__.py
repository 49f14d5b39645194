"""People at the desk: finding them, adding them, reaching them, writing with them."""
