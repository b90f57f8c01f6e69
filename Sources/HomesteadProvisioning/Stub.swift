import Hummingbird
enum StubHomesteadProvisioning {}
