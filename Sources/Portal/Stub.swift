import Hummingbird
import Mustache
enum StubPortal {}
