import CXML
enum StubXMLDocuments {}
