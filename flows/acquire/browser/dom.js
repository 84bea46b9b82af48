// The page as it stands in the browser, as HTML; open shadow roots are written as declarative ones.
() => {
  const root = document.documentElement;
  if (!root) return "";
  const shadowRoots = [];
  const collect = (tree) => {
    for (const element of tree.querySelectorAll("*")) {
      if (element.shadowRoot) {
        shadowRoots.push(element.shadowRoot);
        collect(element.shadowRoot);
      }
    }
  };
  collect(document);
  const outside = root.cloneNode(false).outerHTML;
  const end = outside.lastIndexOf("</");
  const inside = root.getHTML ? root.getHTML({ shadowRoots }) : root.innerHTML;
  const doctype = document.doctype ? new XMLSerializer().serializeToString(document.doctype) + "\n" : "";
  return doctype + outside.slice(0, end) + inside + outside.slice(end);
}
