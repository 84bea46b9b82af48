// What tells whether a page is still at work: whether it is loaded, and how much stands in it.
() => {
  const text = document.body ? document.body.innerText : "";
  return [document.readyState === "complete", text.length, document.getElementsByTagName("*").length];
}
