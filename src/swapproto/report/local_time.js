// Adds to times in UTC the reader's own, by the zone of their device. All else of the page is there without it.
const { lang, dataset } = document.documentElement;
const zoned = new Intl.DateTimeFormat(`${lang}-u-ca-gregory-hc-h23-nu-latn`, {
  day: 'numeric', month: 'long', year: 'numeric',
  hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
});
for (const one of document.querySelectorAll('.dated time')) {
  const time = new Date(one.dateTime);
  if (time.getTimezoneOffset() !== 0) {
    const local = document.createElement('small');
    local.className = 'local';
    local.textContent = dataset.local.replace('%', () => `\u2068${zoned.format(time)}\u2069`);
    one.after(' ', local);
  }
}
