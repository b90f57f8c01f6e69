import Hummingbird
enum StubXDMSServer {}
