"""What is stated of a document from outside: read from the fields of a record, checked, normalized."""
