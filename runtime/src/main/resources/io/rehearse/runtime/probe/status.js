const feed = new EventSource('events');
let told = Date.now();
feed.onmessage = event => {
  const page = JSON.parse(event.data);
  document.title = page.title;
  document.querySelector('main').innerHTML = page.main;
  told = Date.now();
};
feed.onerror = () => {
  if (feed.readyState === EventSource.CLOSED) {
    setTimeout(() => location.reload(), 5000);
  }
};
setInterval(() => document.body.classList.toggle('lost', Date.now() - told > 5000), 1000);
