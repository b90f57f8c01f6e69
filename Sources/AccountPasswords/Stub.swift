import CryptoExtras
enum StubAccountPasswords {}
