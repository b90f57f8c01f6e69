import Hummingbird
enum StubEllisServer {}
