package dev.lanewise.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads pages with the JDK's XML parser, which accepts nothing that is not well-formed. */
final class Pages {
    private Pages() {}

    static Document parse(String html) {
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(null);
            builder.setEntityResolver((publicId, systemId) -> {
                throw new SAXException("the page refers to " + systemId);
            });
            return builder.parse(new InputSource(new StringReader(html)));
        } catch (ParserConfigurationException | IOException | SAXException e) {
            throw new AssertionError("not well-formed: " + e.getMessage(), e);
        }
    }

    /** The element of a page that holds nothing but this section. */
    static Element parse(Section section) {
        Report report = new Report("test", "", new LinkedHashMap<>(), List.of(), List.of(section));
        List<Element> sections = all(parse(report.toHtml()).getDocumentElement(), "section");
        assertEquals(1, sections.size());
        return sections.getFirst();
    }

    static List<Element> all(Element root, String tag) {
        NodeList nodes = root.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }

    /** Descendants of a tag that have a style class. */
    static List<Element> all(Element root, String tag, String styleClass) {
        return all(root, tag).stream()
                .filter(e -> List.of(e.getAttribute("class").split(" ")).contains(styleClass))
                .toList();
    }
}
